import { type FormEvent, useState } from 'react';
import type { EnrolmentFault } from '../identity/enrol.ts';
import { NoticePage } from './notice-page.tsx';
import { word } from './page-words.ts';
import type { Stage } from './start.ts';

interface EnrolPageProps {
  readonly stage: Extract<Stage, { kind: 'unenrolled' }>;
  readonly onCode: (code: string) => void;
}

/** Asks for the one-time code; one that came with the address is tried by itself. */
export function EnrolPage({ stage, onCode }: EnrolPageProps) {
  const [code, setCode] = useState(stage.code);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCode(code);
  };
  return (
    <NoticePage title={word('enrolTitle')} text={word('enrolHow')}>
      <form className="enrol-form" onSubmit={submit}>
        <label htmlFor="code">{word('codeLabel')}</label>
        <input
          id="code"
          className="enrol-code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={64}
          disabled={stage.busy}
        />
        {stage.fault !== null && (
          <p className="enrol-fault" role="alert">
            {faultText(stage.fault)}
          </p>
        )}
        <button type="submit" disabled={stage.busy || code.trim() === ''}>
          {word(stage.busy ? 'joining' : 'enrolButton')}
        </button>
      </form>
    </NoticePage>
  );
}

function faultText(fault: EnrolmentFault): string {
  switch (fault.kind) {
    case 'mistyped':
      return word('mistyped');
    case 'browser':
      return word('browserTooOld');
    case 'unreachable':
      return word('unreachable');
    case 'refused':
      return `${fault.message.replace(/\.$/, '')}. ${fault.remedy}`;
  }
}
