import type { ScreenView } from '../../fulfilment/screen-view.ts';
import { Icon, type IconName } from '../icons.tsx';
import { useWords } from '../words.ts';
import { PhotoCapture } from './photo-capture.tsx';
import { PinPad } from './pin-pad.tsx';
import { SignaturePad } from './signature-pad.tsx';

interface WantsPanelProps {
  readonly wants: ScreenView['wants'];
  readonly onCommand: (code: string) => void;
}

/** What the station waits for beside scans; nothing while it waits for none. */
export function WantsPanel({ wants, onCommand }: WantsPanelProps) {
  const { text } = useWords();
  if (!Object.values(wants).includes(true)) return null;
  return (
    <div className="wants">
      {wants.pin && <PinPad onCommand={onCommand} />}
      {wants.weight && <Waiting icon="scale" title={text('weightTitle')} detail={text('weightText')} />}
      {wants.tags && <Waiting icon="tag" title={text('tagsTitle')} detail={text('tagsText')} />}
      {wants.photo && <PhotoCapture />}
      {wants.signature && <SignaturePad />}
    </div>
  );
}

interface WaitingProps {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
}

function Waiting({ icon, title, detail }: WaitingProps) {
  return (
    <div className="want want-waiting" role="status">
      <span className="want-icon">
        <Icon name={icon} />
      </span>
      <div>
        <h2>{title}</h2>
        <p>{detail}</p>
      </div>
    </div>
  );
}
