/** Preloaded into the simulator: when the mall is killed, nobody else would end its child. */
process.once('disconnect', () => process.exit(0));
// Listening alone would keep a child alive that has stopped everything else.
process.channel?.unref();
