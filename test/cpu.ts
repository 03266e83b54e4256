/**
 * Starts a clock that only this thread's own work moves, in milliseconds: a machine busy with something else does not
 * make a test of what a call costs fail.
 */
export function cpuClock(): () => number {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
}
