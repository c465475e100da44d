import type { ScreenView } from '../../fulfilment/screen-view.ts';
import { Icon, type IconName } from '../icons.tsx';
import { useWords } from '../words.ts';
import { PhotoCapture } from './photo-capture.tsx';
import { SignaturePad } from './signature-pad.tsx';

/** What the station waits for beside scans; nothing while it waits for none. */
export function WantsPanel({ wants }: { readonly wants: ScreenView['wants'] }) {
  const { text } = useWords();
  if (!wants.weight && !wants.tags && !wants.photo && !wants.signature) return null;
  return (
    <div className="wants">
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
    <section className="want want-waiting" role="status">
      <span className="want-icon">
        <Icon name={icon} />
      </span>
      <div>
        <h2>{title}</h2>
        <p>{detail}</p>
      </div>
    </section>
  );
}
