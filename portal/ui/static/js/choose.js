// What is asked next comes by itself once enough is chosen; whoever has been signed out meanwhile signs in and goes on.

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.serverResponse.includes(`id="${detail.target.id}"`)) return;
  detail.shouldSwap = false; // what has been chosen stays, until she is there
  location.assign(detail.xhr.responseURL);
});
