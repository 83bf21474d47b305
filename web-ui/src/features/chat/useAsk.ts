import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useLocation } from 'wouter';
import { api } from '@/api/calls';
import type { GenerationOptions, Model, StoredAttachment } from '@/api/types';
import { toasts } from '@/components/toasts';
import { randomId } from '@/lib/ids';
import { addQuestion, conversationsKey } from './cache';
import { useLiveAnswers } from './LiveAnswersContext';

export interface Ask {
  text: string;
  attachments: StoredAttachment[];
  /** The message it follows; null for the first. */
  parent: string | null;
  model: Model | undefined;
  options?: GenerationOptions;
  system?: string;
  temporary?: boolean;
}

/** Asks a question in a conversation, or in a new one, which is then shown. */
export function useAsk(conversation: string | null) {
  const client = useQueryClient();
  const answers = useLiveAnswers();
  const [, navigate] = useLocation();
  const unwanted = useRef(false);
  const asking = useMutation({
    onMutate: () => {
      unwanted.current = false;
    },
    mutationFn: ({ text, attachments, parent, model, options, system, temporary }: Ask) =>
      api.ask(
        conversation,
        {
          text,
          attachments: attachments.map((each) => each.id),
          ...(conversation !== null && { parent }),
          ...(model !== undefined && { model: model.id }),
          ...(options !== undefined && { options }),
          ...(conversation === null && system !== undefined && system !== '' && { system }),
          ...(temporary === true && { temporary }),
        },
        randomId(),
      ),
    onSuccess: (accepted, { text, attachments, parent, model }) => {
      addQuestion(client, { accepted, text, attachments, parent, model });
      answers.start(accepted.generation);
      if (unwanted.current) {
        stopAnswer(accepted.generation);
      }
      void client.invalidateQueries({ queryKey: conversationsKey });
      if (conversation === null) {
        navigate(`/c/${accepted.conversation}`);
      }
    },
  });
  /** Stops the answer as soon as the server has told which one it is. */
  const stopOnceAccepted = () => {
    unwanted.current = true;
  };
  return { ...asking, stopOnceAccepted };
}

export function stopAnswer(generation: string): void {
  api.stop(generation).catch((failure: unknown) => toasts.add({ description: String(failure) }));
}
