/**
 * Preloaded into the processes of the local stack: when the starter is gone, however it went, its end of our
 * standard input closes, and we end too. So nothing is left behind to hold a port.
 */
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
