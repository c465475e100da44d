import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { MessageKey } from '../messages/en.ts';
import { useWords } from '../words.ts';
import { CameraGate } from './camera-gate.ts';
import { openCodeReader } from './code-reader.ts';

/** Ten pictures a second find a code as fast as a hand can hold it. */
const pictureEveryMs = 100;
/** Wide enough for a code of 45 characters, small enough for an old phone. */
const pictureWidth = 960;

interface CameraPanelProps {
  readonly onScan: (raw: string) => void;
  readonly onClose: () => void;
}

/** Scans by the camera of the device for as long as it is shown. */
export function CameraPanel({ onScan, onClose }: CameraPanelProps) {
  const { text } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const fault = useCameraScans(video, onScan);
  return (
    <section className="camera" aria-label={text('camera')}>
      <div className="camera-frame">
        <video ref={video} playsInline muted />
        <span className="camera-aim" aria-hidden="true" />
      </div>
      <p role="status">{text(fault ?? 'cameraAdvice')}</p>
      <button type="button" className="action" data-tone="plain" onClick={onClose}>
        <strong>{text('close')}</strong>
      </button>
    </section>
  );
}

/** @returns why there is no picture, or null. */
function useCameraScans(
  video: React.RefObject<HTMLVideoElement | null>,
  onScan: (raw: string) => void,
): MessageKey | null {
  const [fault, setFault] = useState<MessageKey | null>(null);
  const scanned = useEffectEvent(onScan);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    const stop = new AbortController();
    follow(element, (raw) => scanned(raw), stop.signal).catch((thrown: unknown) => {
      if (!stop.signal.aborted) setFault(faultOf(thrown));
    });
    return () => stop.abort();
  }, [video]);
  return fault;
}

async function follow(
  video: HTMLVideoElement,
  onScan: (raw: string) => void,
  stop: AbortSignal,
): Promise<void> {
  // A page that came without TLS has no cameras at all.
  const stream = await navigator.mediaDevices?.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1920 } },
  });
  if (stream === undefined) throw new DOMException('no camera', 'NotFoundError');
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (stop.aborted) return end();
  stop.addEventListener('abort', end);
  video.srcObject = stream;
  await video.play();
  const reader = await openCodeReader();
  const gate = new CameraGate();
  while (!stop.aborted) {
    const picture = pictureOf(video);
    const code = picture === null ? null : await reader.read(picture);
    if (code !== null && !stop.aborted && gate.isNew(code, performance.now())) onScan(code);
    await new Promise((resolve) => setTimeout(resolve, pictureEveryMs));
  }
}

function pictureOf(video: HTMLVideoElement): HTMLCanvasElement | null {
  if (video.videoWidth === 0) return null;
  const canvas = document.createElement('canvas');
  const scale = Math.min(1, pictureWidth / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function faultOf(thrown: unknown): MessageKey {
  const denied = thrown instanceof DOMException && thrown.name === 'NotAllowedError';
  return denied ? 'cameraDenied' : 'cameraMissing';
}
