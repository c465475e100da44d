import { Button, type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Hand } from './preferences.ts';
import { selfTestAddress } from './self-test/address.ts';
import type { Sound } from './use-sound.ts';
import { useWords } from './words.ts';

interface SettingsProps {
  readonly hand: Hand;
  readonly onHand: (hand: Hand) => void;
  readonly sound: Sound;
  readonly onClose: () => void;
}

/** What a person sets at this device for themselves. */
export function SettingsPanel({ hand, onHand, sound, onClose }: SettingsProps) {
  const { text } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className="settings">
      <Setting label={text('colours')}>
        <SegmentedControl
          fullWidth
          size="lg"
          aria-label={text('colours')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
          data={[
            { value: 'auto', label: text('coloursSystem') },
            { value: 'light', label: text('coloursLight') },
            { value: 'dark', label: text('coloursDark') },
          ]}
        />
      </Setting>
      <Setting label={text('hand')}>
        <SegmentedControl
          fullWidth
          size="lg"
          aria-label={text('hand')}
          value={hand}
          onChange={(value) => onHand(value as Hand)}
          data={[
            { value: 'left', label: text('handLeft') },
            { value: 'right', label: text('handRight') },
          ]}
        />
      </Setting>
      <Setting label={text('sound')}>
        <Button size="lg" fullWidth variant="default" onClick={sound.toggle}>
          {text(sound.state === 'on' ? 'soundOn' : sound.state === 'muted' ? 'soundMuted' : 'soundBlocked')}
        </Button>
      </Setting>
      <Button component="a" href={selfTestAddress} size="lg" fullWidth variant="default" onClick={onClose}>
        {text('testScanner')}
      </Button>
    </div>
  );
}

function Setting({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <p className="setting-label">{label}</p>
      {children}
    </div>
  );
}
