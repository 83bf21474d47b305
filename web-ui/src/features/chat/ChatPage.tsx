import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/calls';
import { Problem } from '@/api/http';
import { toasts } from '@/components/toasts';
import { Composer, type ComposerHandle } from '@/features/composer/Composer';
import { attachmentsOf, type Draft } from '@/features/composer/draft';
import { useDraft } from '@/features/composer/useDraft';
import { ModelPicker } from '@/features/models/ModelPicker';
import { modelOf, useModels } from '@/features/models/useModels';
import { Welcome } from '@/features/welcome/Welcome';
import { readStored, store } from '@/lib/storage';
import styles from './chat.module.css';
import { DropZone } from './DropZone';
import { Missing } from './Missing';
import { Thread } from './Thread';
import { branchOf, isUnfinished } from './tree';
import { useAsk } from './useAsk';
import { useConversation } from './useConversation';

const CHOSEN_MODEL = 'azulejo.model';

interface ChatPageProps {
  conversation: string | null;
  /** What stands at the head's beginning, such as the button that opens the sidebar. */
  lead?: ReactNode;
}

export function ChatPage({ conversation: id, lead }: ChatPageProps) {
  const { t } = useTranslation();
  const query = useConversation(id);
  const models = useModels();
  const [chosenModel, setChosenModel] = useState(() => (id === null ? readStored(CHOSEN_MODEL) : null));
  const ask = useAsk(id);
  const draft = useDraft(id);
  const composer = useRef<ComposerHandle>(null);

  const messages = query.data?.messages;
  const branch = useMemo(() => branchOf(messages ?? [], new Map()), [messages]);
  const leaf = branch.at(-1)?.message;
  const lastModel = branch.findLast(({ message }) => message.generation !== null)?.message.generation?.model;
  const model = modelOf(models.data ?? [], chosenModel, lastModel, query.data?.model);
  const answering = leaf !== undefined && isUnfinished(leaf);

  const chooseModel = (chosen: string) => {
    setChosenModel(chosen);
    store(CHOSEN_MODEL, chosen);
  };

  const send = (sent: Draft) => {
    draft.clear();
    ask.mutate(
      { text: sent.text.trim(), attachments: attachmentsOf(sent), parent: leaf?.id ?? null, model },
      { onError: () => draft.replace(sent) },
    );
  };

  const stop = () => {
    if (leaf?.generation != null) {
      api.stop(leaf.generation.id).catch((error: unknown) => toasts.add({ description: String(error) }));
    }
  };

  if (query.error instanceof Problem && query.error.status === 404) {
    return <Missing lead={lead} />;
  }
  return (
    <DropZone className={styles.page} label={t('composer.drop')} onFiles={draft.addFiles}>
      <header className={styles.header}>
        {lead}
        <ModelPicker models={models.data ?? []} model={model} onChoose={chooseModel} />
        <h1 className="visually-hidden">{query.data === undefined || query.data.title === '' ? t('conversations.new') : query.data.title}</h1>
      </header>
      {id === null ? (
        <Welcome
          model={model}
          onAsk={(text, attachments) => ask.mutate({ text, attachments, parent: null, model })}
          busy={ask.isPending}
        />
      ) : (
        <Thread branch={branch} />
      )}
      <div className={styles.footer}>
        <div className={styles.column}>
          {ask.isError && (
            <p className={styles.problem} role="alert">
              <TriangleAlert size={16} aria-hidden="true" />
              {ask.error instanceof Problem ? ask.error.message : t('errors.unreachable')}
            </p>
          )}
          <Composer
            ref={composer}
            state={draft}
            model={model}
            answering={answering || ask.isPending}
            followUp={id !== null}
            onSend={() => send(draft.draft)}
            onStop={stop}
          />
        </div>
      </div>
    </DropZone>
  );
}
