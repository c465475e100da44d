/**
 * Lets one request after the other reach its handler, one in each turn of the event loop: whatever a hundred clients ask at
 * once, what else the process serves has its turn between any two of them.
 */
export function createTurnstile(): () => Promise<void> {
  // As long as the connections that a server takes, which are bounded.
  const waiting: (() => void)[] = [];
  let taken = false;

  function nextTurn(): void {
    const enter = waiting.shift();
    if (enter === undefined) {
      taken = false;
      return;
    }
    setImmediate(nextTurn);
    enter();
  }

  return () => {
    if (taken) return new Promise((resolve) => waiting.push(resolve));
    taken = true;
    setImmediate(nextTurn);
    return Promise.resolve();
  };
}
