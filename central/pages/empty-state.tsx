/** What stands in the place of a list that has nothing, and why. */
export function EmptyState({ what, why }: { what: string; why: string }) {
  return (
    <div className="query-state">
      <h2>{what}</h2>
      <p className="soft">{why}</p>
    </div>
  );
}
