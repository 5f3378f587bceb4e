// Live pages. An element says where its announcements come from:
//   <section data-live="/programmes/x/release/live" data-live-says="New answers: show">
// Nothing on the page changes under its reader: when something is new, a link
// above the element says so and opens the page again. `data-live-known` is the
// state the page was made from; without it, the first state that comes counts.

const follow = (place) => {
  const { live, liveSays = "Something changed: show" } = place.dataset;
  let known = place.dataset.liveKnown;
  const source = new EventSource(live);
  source.addEventListener("state", (event) => {
    known ??= event.data;
    if (event.data === known) return;
    source.close();
    say(place, liveSays);
  });
  return source;
};

const say = (place, words) => {
  const link = document.createElement("a");
  link.className = "alone";
  link.href = location.href;
  link.textContent = words;
  // Said by screen readers when it is filled, not when it is put in.
  const notice = document.createElement("div");
  notice.className = "notice info";
  notice.setAttribute("role", "status");
  place.before(notice);
  const title = document.createElement("p");
  title.className = "title";
  title.append(link);
  notice.append(title);
};

const sources = [...document.querySelectorAll("[data-live]")].map(follow);

// A page that is left, or kept for going back, holds no line open.
addEventListener("pagehide", () => sources.forEach((source) => source.close()));
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
