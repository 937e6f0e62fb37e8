// Loaded before a provider process, which ends by itself only when its parent tells it to. Node writes a profile at the end.
process.on("message", () => process.exit(0));
