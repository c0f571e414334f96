import { useState } from 'react';
import { useSpeech } from '../../app/words.tsx';
import { Segments } from '../../components/field.tsx';
import { CheckPart } from './check-part.tsx';
import { DhcpPart } from './dhcp-part.tsx';
import { JobsPart } from './jobs-part.tsx';
import { PhonePart } from './phone-part.tsx';
import { ScriptPart } from './script-part.tsx';
import { ServerPart } from './server-part.tsx';
import { SitePart } from './site-part.tsx';
import { EMPTY_SYSCLIENT, type SysclientForm } from './sysclient-fields.tsx';
import { UrlPart } from './url-part.tsx';

const PARTS = ['url', 'check', 'script', 'dhcp', 'site', 'phone', 'server', 'jobs'] as const;

/** Bringing innovaphone phones in without codes: lines, scripts and DHCP to be taken away, and looks at a site and a phone. */
export function InnovaphoneScreen() {
  const { t } = useSpeech();
  const [part, setPart] = useState<(typeof PARTS)[number]>('url');
  // one for the line and for the script, so that nothing is typed twice
  const [sysclient, setSysclient] = useState<SysclientForm>(EMPTY_SYSCLIENT);
  const parts = (
    <Segments
      label={t('ui.innovaphone.part')}
      value={part}
      onChange={setPart}
      options={PARTS.map((id) => ({ id, text: t(`ui.innovaphone.part-${id}`) }))}
    />
  );
  switch (part) {
    case 'url':
      return <UrlPart parts={parts} sysclient={sysclient} onSysclient={setSysclient} />;
    case 'check':
      return <CheckPart parts={parts} />;
    case 'script':
      return <ScriptPart parts={parts} sysclient={sysclient} onSysclient={setSysclient} />;
    case 'dhcp':
      return <DhcpPart parts={parts} />;
    case 'site':
      return <SitePart parts={parts} />;
    case 'phone':
      return <PhonePart parts={parts} />;
    case 'server':
      return <ServerPart parts={parts} />;
    case 'jobs':
      return <JobsPart parts={parts} onServer={() => setPart('server')} />;
  }
}
