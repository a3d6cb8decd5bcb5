// Shows that there is news. A push carries nothing, so nothing of it is read: the server writes TOLD above this line.

self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification(TOLD, { tag: "news", icon: "/static/img/mark.svg" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/hjem/varsler/"));
});
