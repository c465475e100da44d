/** The same function, asked once for each name: for the length of one decision nothing changes. */
export function remembering<Result>(ask: (name: string) => Result): (name: string) => Result {
  const answers = new Map<string, Result>();
  return (name) => {
    if (answers.has(name)) return answers.get(name) as Result;
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
}
