// The thematic map: a box is put elsewhere by pointer. The lines follow when the page is drawn anew, which is a version of
// the map. Everything that is said on the map is a list of sentences below it, and needs no script.

const map = document.querySelector("[data-map] svg");
const form = document.querySelector("[data-places]");
let box;
let from;
let by;

const at = (event) => {
  const point = new DOMPoint(event.clientX, event.clientY);
  return point.matrixTransform(map.getScreenCTM().inverse());
};

map?.addEventListener("pointerdown", (event) => {
  box = event.target.closest("[data-node]");
  if (!box) return;
  event.preventDefault();
  map.setPointerCapture(event.pointerId);
  from = at(event);
  by = { x: 0, y: 0 };
});
map?.addEventListener("pointermove", (event) => {
  if (!box) return;
  const now = at(event);
  by = { x: Math.round(now.x - from.x), y: Math.round(now.y - from.y) };
  box.setAttribute("transform", `translate(${by.x} ${by.y})`);
});
map?.addEventListener("pointerup", () => {
  const moved = box;
  box = undefined;
  if (!moved || Math.abs(by.x) + Math.abs(by.y) < 4) {
    moved?.removeAttribute("transform");
    return;
  }
  const edge = moved.querySelector("rect");
  const middle = (start, size) => Number(edge.getAttribute(start)) + Number(edge.getAttribute(size)) / 2;
  form.elements.theme.value = moved.dataset.node;
  form.elements.x.value = Math.round(middle("x", "width") + by.x);
  form.elements.y.value = Math.round(middle("y", "height") + by.y);
  form.requestSubmit();
});
map?.addEventListener("pointercancel", () => {
  box?.removeAttribute("transform");
  box = undefined;
});
