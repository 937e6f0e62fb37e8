// Loaded into a program before its own code: it ends when the process that started it is killed.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
