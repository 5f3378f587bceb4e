// Opens the phase clock without a connection. It keeps files of /static only and
// is registered for the clock of one session; every other request goes its way.

const KEPT = "clock";
const SHELL = "/static/clock.html";
const FILES = [
  SHELL,
  "/static/clock.js",
  "/static/clock-face.js",
  "/static/clock-time.js",
  "/static/theme.js",
  "/static/enid.css",
  "/static/icons.svg",
  "/static/mark.svg",
];

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// What the server has is right; what is kept is for when it cannot be reached.
const fresh = async (request, file) => {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(KEPT);
    const kept = await cache.match(file);
    if (kept) return kept;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(fresh(request, SHELL));
  else if (FILES.includes(pathname)) event.respondWith(fresh(request, pathname));
});
