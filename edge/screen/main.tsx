import { mountPage } from '../../kernel/web/page.tsx';
import { useAgentPort } from './agent-port.ts';
import { StationScreen } from './station-screen.tsx';

mountPage(<StationAtAgent />);

function StationAtAgent() {
  return <StationScreen port={useAgentPort()} />;
}
