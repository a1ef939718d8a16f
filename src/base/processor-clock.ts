/**
 * Milliseconds of processor time that this process has used, all its threads together: what a piece of work takes also where
 * others keep the machine busy. Only differences mean something.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
