import type { ScreenAction } from '../fulfilment/screen-view.ts';
import { ActionButton, inOrder } from './action-button.tsx';
import { Icon, type IconName } from './icons.tsx';
import type { OverlayName } from './overlays.tsx';
import { useWords } from './words.ts';

/** How many commands stand in the bar; the others behind "more". */
const shown = 4;

interface ActionBarProps {
  readonly actions: readonly ScreenAction[];
  readonly onCommand: (code: string) => void;
  readonly onOpen: (overlay: OverlayName) => void;
}

/** All that can be done now, for gloves: the command that goes on is the largest. */
export function ActionBar({ actions, onCommand, onOpen }: ActionBarProps) {
  const { text } = useWords();
  const ordered = inOrder(actions);
  const inBar = ordered.filter(({ asks }) => asks === undefined).slice(0, shown);
  // Of several that go on, none is the one.
  const hasMain = ordered.filter(({ tone }) => tone === 'primary').length === 1;
  return (
    <nav className="actions" data-complete={inBar.length === ordered.length} aria-label={text('commands')}>
      <div className="tools">
        <Tool icon="camera" label={text('camera')} onPress={() => onOpen('camera')} />
        <Tool icon="keyboard" label={text('typeCode')} onPress={() => onOpen('type')} />
        <Tool icon="history" label={text('lastScans')} onPress={() => onOpen('history')} />
        {ordered.length > 1 && <Tool icon="more" label={text('more')} onPress={() => onOpen('more')} />}
      </div>
      <div className="commands" data-main={hasMain}>
        {inBar.map((action) => (
          <ActionButton key={action.code} action={action} onCommand={onCommand} />
        ))}
      </div>
    </nav>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
}

function Tool({ icon, label, onPress }: ToolProps) {
  return (
    <button
      type="button"
      className="tool"
      data-icon={icon}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}
