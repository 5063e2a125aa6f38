// Becomes the page that the app sends: in a sandbox, with no policy but that of the page itself, which allows no request.
addEventListener("message", ({ source, data }) => {
	if (source !== parent || typeof data?.page !== "string") return;
	document.open();
	document.write(data.page);
	document.close();
});
parent.postMessage("ready", "*");
