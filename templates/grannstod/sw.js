// The service worker of Grannstöd's app. It keeps the empty shell and its files, and nothing that says anything of anybody.
"use strict";
const CACHE = "grannstod-{{ version }}";
const FILES = {{ files|safe }};
const SHELL = "{{ shell }}";

self.addEventListener("install", function (event) {
  const all = caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }))));
  event.waitUntil(all.then(() => self.skipWaiting()));
});

self.addEventListener("activate", function (event) {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("grannstod-") && name !== CACHE));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", function (event) {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (FILES.includes(address.pathname) && address.pathname !== SHELL) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate") {
    // Online every page is the server's own; without network all ways lead to the app.
    event.respondWith(fetch(request).catch(() => caches.match(SHELL)));
  }
});
