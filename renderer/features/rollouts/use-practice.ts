import { useCallback, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { useNavigation } from '../../app/navigation.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { useDrafts } from '../run/draft-store.ts';

/** Where the practice phones shall go: a host that can't exist, with Gigaset's placeholder for the MAC. */
const PRACTICE_TARGET = 'https://pbx.example.net/prov/%MACD.xml';

/** Starts the practice services and leads to their rollout, with everything filled in for the first plan. */
export function usePractice() {
  const { go } = useNavigation();
  const { language } = useSpeech();
  const { setDraft } = useDrafts();
  const [isStarting, setIsStarting] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  const start = useCallback(async (): Promise<void> => {
    setIsStarting(true);
    setFailure(null);
    const result = await call('practice', 'start', { language });
    setIsStarting(false);
    if (!result.ok) return setFailure(result.error);
    const { rollout, account } = result.value;
    setDraft(rollout, { account, url: PRACTICE_TARGET });
    go({ screen: 'rollout', rollout, tab: 'run' });
  }, [go, setDraft, language]);
  const clear = useCallback(() => setFailure(null), []);

  return { start, clear, isStarting, failure };
}
