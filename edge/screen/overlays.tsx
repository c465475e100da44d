import { Drawer, Modal } from '@mantine/core';
import { useEffect } from 'react';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { ActionButton, inOrder } from './action-button.tsx';
import { CodeEntry } from './capture/code-entry.tsx';
import { NumberPad } from './capture/number-pad.tsx';
import { HistoryList } from './history-list.tsx';
import type { Hand } from './preferences.ts';
import { SettingsPanel } from './settings-panel.tsx';
import type { Desk } from './use-desk.ts';
import type { Sound } from './use-sound.ts';
import { useWords } from './words.ts';

/** camera is no overlay but a panel: what the last scan said must stay visible beside it. */
export type OverlayName = 'type' | 'history' | 'more' | 'quantity' | 'settings' | 'camera';

interface OverlaysProps {
  readonly open: OverlayName | null;
  readonly onClose: () => void;
  readonly onOpen: (overlay: OverlayName) => void;
  readonly view: ScreenView;
  readonly desk: Desk;
  readonly sound: Sound;
  readonly hand: Hand;
  readonly onHand: (hand: Hand) => void;
}

/** What is opened on request over the work, and closes by itself as soon as a scan has something to say. */
export function Overlays({ open, onClose, onOpen, view, desk, sound, hand, onHand }: OverlaysProps) {
  const { text } = useWords();
  const seq = view.last?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new scan is the event.
  useEffect(() => {
    if (open !== 'camera') onClose();
  }, [seq]);
  const drawer = {
    onClose,
    position: hand,
    size: 'min(420px, 100%)',
    closeButtonProps: close(text('close')),
  } as const;
  const andClose = (code: string) => {
    desk.command(code);
    onClose();
  };
  const asking = view.actions.find(({ asks }) => asks !== undefined);
  return (
    <>
      <Modal
        opened={open === 'type'}
        onClose={onClose}
        title={text('typeCode')}
        size="lg"
        closeButtonProps={close(text('close'))}
      >
        <CodeEntry
          onCode={(code) => {
            desk.scan(code);
            onClose();
          }}
        />
      </Modal>
      <Drawer {...drawer} opened={open === 'history'} title={text('lastScans')}>
        <HistoryList history={desk.history} actions={view.actions} undo={view.undo} onCommand={andClose} />
      </Drawer>
      <Drawer {...drawer} opened={open === 'more'} title={text('commands')}>
        <div className="more">
          {inOrder(view.actions).map((action) => (
            <ActionButton
              key={action.code}
              action={action}
              onCommand={action.asks === undefined ? andClose : () => onOpen('quantity')}
            />
          ))}
        </div>
      </Drawer>
      <Drawer
        {...drawer}
        opened={open === 'quantity' && asking !== undefined}
        title={asking?.label ?? text('quantity')}
      >
        {asking?.asks !== undefined && (
          <NumberPad of={asking.asks} onNumber={(n) => andClose(`${asking.code}:${n}`)} />
        )}
      </Drawer>
      <Drawer {...drawer} opened={open === 'settings'} title={text('settings')}>
        <SettingsPanel hand={hand} onHand={onHand} sound={sound} onClose={onClose} />
      </Drawer>
    </>
  );
}

function close(label: string) {
  return { 'aria-label': label, size: 48, iconSize: 24 };
}
