import { Button, TextInput } from '@mantine/core';
import { type PointerEvent, useRef, useState } from 'react';
import { Icon } from '../icons.tsx';
import { usePort } from '../screen-port.ts';
import { useWords } from '../words.ts';
import { toBlob } from './photo.ts';
import { useSending } from './use-sending.ts';

const width = 1_200;
const height = 400;

/** A name, and the signature that is drawn by finger, pen or mouse. */
export function SignaturePad() {
  const { text } = useWords();
  const port = usePort();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [name, setName] = useState('');
  const [signed, setSigned] = useState(false);
  const sending = useSending();
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, width, height);
    setSigned(false);
  };
  const done = async () => {
    const picture = canvas.current === null ? null : await toBlob(canvas.current, 'image/png');
    if (picture !== null) await sending.send(() => port.attach('signature', picture, name.trim()));
  };
  return (
    <section className="want want-signature" aria-label={text('signatureTitle')}>
      <span className="want-icon">
        <Icon name="pen" />
      </span>
      <div>
        <h2>{text('signatureTitle')}</h2>
        {sending.fault !== null && <p role="alert">{sending.fault}</p>}
      </div>
      <TextInput
        className="want-name"
        label={text('signatureName')}
        size="lg"
        autoComplete="off"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <canvas
        ref={canvas}
        className="signature"
        width={width}
        height={height}
        role="img"
        aria-label={text('signaturePad')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          stroke(event, true);
          setSigned(true);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) stroke(event, false);
        }}
      />
      <div className="want-buttons">
        <Button size="xl" variant="default" disabled={!signed} onClick={clear}>
          {text('signatureClear')}
        </Button>
        <Button size="xl" loading={sending.busy} disabled={!signed || name.trim() === ''} onClick={done}>
          {text('signatureDone')}
        </Button>
      </div>
    </section>
  );
}

/** Draws on to where the pointer is, or begins there with a point. Dark on white in every scheme: it will be printed. */
function stroke(event: PointerEvent<HTMLCanvasElement>, begins: boolean): void {
  const canvas = event.currentTarget;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const box = canvas.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * width;
  const y = ((event.clientY - box.top) / box.height) * height;
  pen.lineWidth = 5;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.strokeStyle = '#10161b';
  if (begins) {
    pen.beginPath();
    pen.moveTo(x, y);
  }
  pen.lineTo(x, y);
  pen.stroke();
}
