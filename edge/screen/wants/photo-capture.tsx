import { Button, FileButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../icons.tsx';
import { usePort } from '../screen-port.ts';
import { useWords } from '../words.ts';
import { decoded, toJpeg } from './photo.ts';
import { useSending } from './use-sending.ts';

/** A browser without a camera program of its own (HTML Media Capture) lets a file be chosen instead. */
const begin = 'capture' in document.createElement('input') ? 'photoTake' : 'photoChoose';

/** Takes a photo with the camera of the device, shows it, and sends it when the person is content. */
export function PhotoCapture() {
  const { text } = useWords();
  const port = usePort();
  const [picture, setPicture] = useState<HTMLCanvasElement | null>(null);
  const [bad, setBad] = useState(false);
  const sending = useSending();
  const take = async (file: File | null) => {
    if (file === null) return;
    const next = await decoded(file);
    setBad(next === null);
    setPicture(next);
  };
  const use = async () => {
    const jpeg = picture === null ? null : await toJpeg(picture);
    if (jpeg === null) setBad(true);
    else await sending.send(() => port.attach('photo', jpeg));
  };
  return (
    <section className="want" aria-label={text('photoTitle')}>
      <span className="want-icon">
        <Icon name="photo" />
      </span>
      <div>
        <h2>{text('photoTitle')}</h2>
        <p>{text(bad ? 'photoBad' : 'photoText')}</p>
        {sending.fault !== null && <p role="alert">{sending.fault}</p>}
      </div>
      {picture !== null && <Preview picture={picture} label={text('photoPreview')} />}
      <div className="want-buttons">
        <FileButton onChange={take} accept="image/*" capture="environment">
          {(props) => (
            <Button {...props} size="xl" variant={picture === null ? 'filled' : 'default'}>
              {text(picture === null ? begin : 'photoAgain')}
            </Button>
          )}
        </FileButton>
        {picture !== null && (
          <Button size="xl" loading={sending.busy} onClick={use}>
            {text('photoUse')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Preview({ picture, label }: { readonly picture: HTMLCanvasElement; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.replaceChildren(picture), [picture]);
  return <div ref={place} className="want-preview" role="img" aria-label={label} />;
}
