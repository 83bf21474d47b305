import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '@/api/calls';
import type { GenerationOptions, Measure, MeasureRequest, Model } from '@/api/types';
import { attachmentsOf, canSend, type Draft } from './draft';

interface Measured {
  conversation: string | null;
  parent: string | null;
  draft: Draft;
  model: Model | undefined;
  options: GenerationOptions;
  system: string | undefined;
  /** Nothing can follow an answer that is still being made, and so cannot be counted. */
  paused: boolean;
}

const PAUSE = 300;

/** What the message that is being written would cost, counted anew in each pause of writing. */
export function useMeasure({ conversation, parent, draft, model, options, system, paused }: Measured): Measure | undefined {
  const request: MeasureRequest | null =
    model === undefined || !canSend(draft)
      ? null
      : {
          text: draft.text.trim(),
          attachments: attachmentsOf(draft).map((each) => each.id),
          model: model.id,
          options,
          ...(conversation === null ? system !== undefined && { system } : { conversation, parent }),
        };
  const settled = useSettled(JSON.stringify(request));
  const query = useQuery({
    queryKey: ['measure', settled],
    queryFn: ({ signal }) => api.measure(JSON.parse(settled) as MeasureRequest, signal),
    enabled: settled !== 'null' && !paused,
    retry: false,
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
  return request === null ? undefined : query.data;
}

/** A value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const later = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(later);
  }, [value]);
  return settled;
}
