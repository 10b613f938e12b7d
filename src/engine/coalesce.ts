/** Calls `then` at once, and after that at most once in `ms` with the last value. */
export function coalesce<T>(ms: number, then: (value: T) => void): (value: T) => void {
  let resting = false;
  let waiting: { value: T } | null = null;
  const say = (value: T): void => {
    then(value);
    resting = true;
    setTimeout(() => {
      resting = false;
      const next = waiting;
      waiting = null;
      if (next !== null) say(next.value);
    }, ms).unref();
  };
  return (value) => {
    if (resting) waiting = { value };
    else say(value);
  };
}
