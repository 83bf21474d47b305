import { createContext, use, useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Message } from '@/api/types';
import type { LiveAnswer, LiveAnswers } from './liveAnswers';
import { isUnfinished } from './tree';

export const LiveAnswersContext = createContext<LiveAnswers | null>(null);

export function useLiveAnswers(): LiveAnswers {
  const answers = use(LiveAnswersContext);
  if (answers === null) {
    throw new Error('There is no LiveAnswersContext around this component.');
  }
  return answers;
}

/** The answer as it is being made; undefined for one that was over when the page came. */
export function useLiveAnswer(message: Message): LiveAnswer | undefined {
  const answers = useLiveAnswers();
  const generation = message.generation?.id ?? '';
  const unfinished = isUnfinished(message);
  useEffect(() => {
    if (unfinished) {
      answers.start(generation);
    }
  }, [answers, generation, unfinished]);
  const subscribe = useCallback((changed: () => void) => answers.subscribe(generation, changed), [answers, generation]);
  const live = useSyncExternalStore(subscribe, () => answers.get(generation));
  return unfinished ? live : undefined;
}
