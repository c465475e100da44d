/** Whether a topic filter matches a topic name (MQTT 3.1.1, 4.7); both were validated before. */
export function matchesTopic(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, want] of wanted.entries()) {
    // "a/#" also matches its parent level "a" (4.7.1.2).
    if (want === '#') return true;
    const level = levels[index];
    if (level === undefined || (want !== '+' && want !== level)) return false;
  }
  return wanted.length === levels.length;
}
