import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '@/api/calls';
import type { Accepted, Feedback, Message, Model, StoredAttachment } from '@/api/types';
import { toasts } from '@/components/toasts';
import { type Parameters, optionsFor } from '@/features/parameters/parameters';
import { randomId } from '@/lib/ids';
import { addMessages, changeMessage, conversationKey, conversationsKey, promisedAnswer } from './cache';
import { useLiveAnswers } from './LiveAnswersContext';

/** What can be done to the messages of a conversation. */
export interface ChatActions {
  /** Shows one of several messages that have the same parent. */
  choose: (message: Message) => void;
  regenerate: (answer: Message, model?: string) => void;
  goOn: (answer: Message) => void;
  /** Asks another question in the place of one. */
  ask: (text: string, attachments: StoredAttachment[], parent: string | null) => void;
  /** Says that an answer is good or not; null takes it back. */
  rate: (answer: Message, rating: Feedback['rating'] | null) => void;
  fork: (message: Message) => void;
  remove: (message: Message) => void;
  /** The question that is being edited. */
  editing: string | null;
  edit: (question: string | null) => void;
  models: readonly Model[];
  /** The questions whose answers are shown beside each other. */
  sideBySide: ReadonlySet<string>;
  toggleSideBySide: (question: string) => void;
}

const Context = createContext<ChatActions | null>(null);

/** Undefined where a conversation is only read. */
export function useChatActions(): ChatActions | null {
  return use(Context);
}

interface ProviderProps extends Pick<ChatActions, 'ask' | 'editing' | 'edit' | 'models'> {
  conversation: string;
  parameters: Parameters;
  onChoose: (parent: string | null, message: string) => void;
  children: ReactNode;
}

export function ChatActionsProvider({ conversation, parameters, onChoose, ask, editing, edit, models, children }: ProviderProps) {
  const client = useQueryClient();
  const answers = useLiveAnswers();
  const [, navigate] = useLocation();

  const further = useMutation({
    mutationFn: ({ send }: { send: () => Promise<Accepted>; model: string }) => send(),
    onSuccess: (accepted, { model }) => {
      addMessages(client, conversation, [promisedAnswer(accepted, model, new Date().toISOString())]);
      answers.start(accepted.generation);
      onChoose(accepted.message, accepted.answer);
    },
    onError: (error) => toasts.add({ description: error.message }),
  });
  const { mutate } = further;
  const [sideBySide, setSideBySide] = useState<ReadonlySet<string>>(new Set());

  const actions = useMemo<ChatActions>(() => {
    const told = (error: unknown) => toasts.add({ description: error instanceof Error ? error.message : String(error) });
    return {
      ask,
      editing,
      edit,
      models,
      sideBySide,
      toggleSideBySide: (question) => setSideBySide((before) => before.symmetricDifference(new Set([question]))),
      choose: (message) => onChoose(message.parent, message.id),
      regenerate: (answer, wanted) => {
        const model = wanted ?? answer.generation?.model ?? '';
        const chosen = models.find((each) => each.id === model);
        const options = optionsFor(parameters, chosen);
        mutate({ model, send: () => api.regenerate(conversation, answer.id, { ...(model !== '' && { model }), options }, randomId()) });
      },
      goOn: (answer) => mutate({ model: answer.generation?.model ?? '', send: () => api.goOn(conversation, answer.id, randomId()) }),
      rate: (answer, rating) => {
        changeMessage(client, conversation, answer.id, { feedback: rating === null ? null : { rating, comment: null } });
        api
          .giveFeedback(conversation, answer.id, rating === null ? null : { rating })
          .catch(told)
          .finally(() => client.invalidateQueries({ queryKey: conversationKey(conversation) }));
      },
      fork: (message) => {
        api
          .fork(conversation, message.id)
          .then((made) => {
            void client.invalidateQueries({ queryKey: conversationsKey });
            navigate(`/c/${made.id}`);
          })
          .catch(told);
      },
      remove: (message) => {
        api
          .deleteMessage(conversation, message.id)
          .then(() => client.invalidateQueries({ queryKey: conversationKey(conversation) }))
          .catch(told);
      },
    };
  }, [ask, client, conversation, edit, editing, models, mutate, navigate, onChoose, parameters, sideBySide]);

  return <Context value={actions}>{children}</Context>;
}
