import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { CodeLabel } from './code-label.tsx';
import type { Scanner, Screen } from './simulator-api.ts';
import type { ScannerActions } from './use-scanner.ts';
import { right } from './virtual-code.ts';
import { withLot } from './virtual-codes.ts';

interface Props {
  screen: Screen | undefined;
  scanner: Scanner;
  actions: ScannerActions;
}

/** Command barcodes, anything else a scanner can send, and its cable. */
export function Extras({ screen, scanner, actions }: Props) {
  const lots = screen === undefined ? [] : withLot(screen, new Date());
  // What a person types behind a code is typed below.
  const commands = (screen?.actions ?? []).filter(({ asks }) => asks === undefined);
  const codes = [...lots, ...commands.map(({ code, label }) => right(code, label, 'command'))];
  return (
    <>
      {codes.length > 0 && (
        <section className="code-group">
          <h3>{lots.length > 0 ? 'Cartons with a lot, and the command sheet' : 'Command sheet'}</h3>
          <div className="labels">
            {codes.map((code) => (
              <CodeLabel key={code.text} code={code} disabled={!scanner.plugged} onScan={actions.scanText} />
            ))}
          </div>
        </section>
      )}
      <section className="code-group">
        <h3>Anything else</h3>
        <div className="extras">
          <SendForm
            label="Text, framed as this scanner is set"
            button="Scan"
            placeholder="9638507"
            disabled={!scanner.plugged}
            onSend={actions.scanText}
          />
          <SendForm
            label="Raw bytes in hex, as they are"
            button="Send"
            placeholder="ff 00 31 32 0d"
            disabled={!scanner.plugged}
            onSend={(hex) => actions.sendHex(hex.replace(/\s+/g, ''))}
          />
          <div className="cable">
            <p>
              <span className="soft">Cable </span>
              <span className="mono">{scanner.path}</span>
            </p>
            <Button variant="default" onClick={() => actions.plug(!scanner.plugged)}>
              {scanner.plugged ? 'Unplug the scanner' : 'Plug the scanner in'}
            </Button>
          </div>
        </div>
      </section>
    </>
  );
}

interface SendFormProps {
  label: string;
  button: string;
  placeholder: string;
  disabled: boolean;
  onSend: (value: string) => void;
}

function SendForm({ label, button, placeholder, disabled, onSend }: SendFormProps) {
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim() !== '') onSend(value);
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={disabled}>
        {button}
      </Button>
    </form>
  );
}
