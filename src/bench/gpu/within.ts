/** Waits for something: null where it came in time, otherwise why it did not. */
export async function within(ms: number, awaited: Promise<unknown>, late: string): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`${late} in ${ms / 1000} s`), ms);
  });
  const done = awaited.then(
    () => null,
    (error: Error) => error.message,
  );
  try {
    return await Promise.race([done, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
