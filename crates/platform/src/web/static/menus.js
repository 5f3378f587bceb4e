// Menus are details elements and work without this script; it closes them
// on Escape, and when the pointer or the focus goes elsewhere.

const open = () => document.querySelectorAll("details.menu[open]");

const closeOthers = (target) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
};

document.addEventListener("pointerdown", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector("summary").focus();
  }
});
