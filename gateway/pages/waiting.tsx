import { Loader } from '@mantine/core';
import { Problem } from '../../kernel/web/api.ts';

/** What stands there before the first answer. It goes on asking by itself. */
export function Waiting({ error }: { error: Error | null }) {
  if (error === null) {
    return (
      <div className="waiting" role="status">
        <Loader />
        <p className="soft">Asking the gateway</p>
      </div>
    );
  }
  return (
    <div className="waiting" role="alert">
      <h1>{error.message}</h1>
      {error instanceof Problem && <p className="soft">{error.remedy}</p>}
    </div>
  );
}
