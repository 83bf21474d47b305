import { MessageCircleDashed, Share2, SlidersHorizontal, TriangleAlert } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/http';
import type { StoredAttachment } from '@/api/types';
import { IconButton } from '@/components/Button';
import { Composer, type ComposerHandle } from '@/features/composer/Composer';
import { attachmentsOf, type Draft } from '@/features/composer/draft';
import { useDraft } from '@/features/composer/useDraft';
import { useMeasure } from '@/features/composer/useMeasure';
import { ModelPicker } from '@/features/models/ModelPicker';
import { modelOf, useModels } from '@/features/models/useModels';
import { loadParameters, optionsFor, type Parameters, saveParameters } from '@/features/parameters/parameters';
import { PresetMenu } from '@/features/presets/PresetMenu';
import { parametersOf } from '@/features/presets/presets';
import { VisionContext } from '@/features/vision/VisionContext';
import { Welcome } from '@/features/welcome/Welcome';
import { readStored, store } from '@/lib/storage';
import styles from './chat.module.css';
import { ChatActionsProvider } from './ChatActions';
import { DropZone } from './DropZone';
import { Missing } from './Missing';
import { Thread } from './Thread';
import { branchOf, isUnfinished } from './tree';
import { stopAnswer, useAsk } from './useAsk';
import { useChoices } from './useChoices';
import { useConversation } from './useConversation';

const ParametersPanel = lazy(() => import('@/features/parameters/ParametersPanel'));
const ShareDialog = lazy(() => import('@/features/share/ShareDialog'));
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
  const [parameters, setParameters] = useState(loadParameters);
  const [showParameters, setShowParameters] = useState(false);
  const [sharing, setSharing] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const [temporary, setTemporary] = useState(false);
  const { choices, choose } = useChoices();
  const draft = useDraft(id);
  const composer = useRef<ComposerHandle>(null);
  const { mutate: send, isPending, error, stopOnceAccepted } = useAsk(id);

  const messages = query.data?.messages;
  const branch = useMemo(() => branchOf(messages ?? [], choices), [messages, choices]);
  const leaf = branch.at(-1)?.message;
  const lastModel = branch.findLast(({ message }) => message.generation !== null)?.message.generation?.model;
  const model = modelOf(models.data ?? [], chosenModel, lastModel, query.data?.model);
  const answering = isPending || (leaf !== undefined && isUnfinished(leaf));
  const options = useMemo(() => optionsFor(parameters, model), [parameters, model]);
  const measure = useMeasure({ conversation: id, parent: leaf?.id ?? null, draft: draft.draft, model, options, system: parameters.system, paused: answering });

  const chooseModel = (chosen: string) => {
    setChosenModel(chosen);
    store(CHOSEN_MODEL, chosen);
  };
  const changeParameters = (changed: Parameters) => {
    setParameters(changed);
    saveParameters(changed);
  };

  const { system } = parameters;
  const ask = useCallback(
    (text: string, attachments: StoredAttachment[], parent: string | null, onError?: () => void) => {
      send(
        { text, attachments, parent, model, options, temporary, ...(system !== undefined && { system }) },
        { onSuccess: (accepted) => choose(parent, accepted.message), ...(onError && { onError }) },
      );
    },
    [send, model, options, system, temporary, choose],
  );

  const sendDraft = (sent: Draft) => {
    draft.clear();
    ask(sent.text.trim(), attachmentsOf(sent), leaf?.id ?? null, () => draft.replace(sent));
  };
  const stop = () => {
    if (isPending) {
      stopOnceAccepted();
    } else if (leaf?.generation != null) {
      stopAnswer(leaf.generation.id);
    }
  };
  const { addStored } = draft;
  const vision = useMemo(
    () =>
      id === null
        ? null
        : {
            conversation: id,
            branch,
            attach: (picture: StoredAttachment) => {
              addStored(picture);
              // Once the view of the picture has given the focus back.
              setTimeout(() => composer.current?.focus(), 50);
            },
          },
    [id, branch, addStored],
  );
  const editLast = () => setEditing(branch.findLast(({ message }) => message.role === 'user')?.message.id ?? null);
  const edit = (question: string | null) => {
    setEditing(question);
    if (question === null) {
      composer.current?.focus();
    }
  };

  if (query.error instanceof Problem && query.error.status === 404) {
    return <Missing lead={lead} />;
  }
  return (
    <>
      <DropZone className={styles.page} label={t('composer.drop')} onFiles={draft.addFiles}>
        <header className={styles.header}>
          {lead}
          <ModelPicker models={models.data ?? []} model={model} onChoose={chooseModel} />
          <h1 className="visually-hidden">
            {query.data === undefined || query.data.title === '' ? t('conversations.new') : query.data.title}
          </h1>
          <span className={styles.title} />
          {id === null && (
            <PresetMenu
              parameters={parameters}
              model={model?.id}
              onUse={(preset) => {
                if (preset.model !== null) {
                  chooseModel(preset.model);
                }
                changeParameters(parametersOf(preset));
              }}
            />
          )}
          {id === null && (
            <IconButton
              label={t('welcome.temporary')}
              icon={<MessageCircleDashed size={19} />}
              aria-pressed={temporary}
              className={temporary ? styles.pressed : undefined}
              onClick={() => setTemporary(!temporary)}
            />
          )}
          {id !== null && query.data !== undefined && query.data.expiresAt === null && (
            <IconButton label={t('chat.share')} icon={<Share2 size={18} />} onClick={() => setSharing(true)} />
          )}
          <IconButton
            label={t('parameters.title')}
            icon={<SlidersHorizontal size={19} />}
            aria-expanded={showParameters}
            onClick={() => setShowParameters(!showParameters)}
          />
        </header>
        {id === null ? (
          <Welcome model={model} busy={isPending} onAsk={(text, attachments) => ask(text, attachments, null)} />
        ) : (
          <ChatActionsProvider
            conversation={id}
            parameters={parameters}
            models={models.data ?? []}
            ask={ask}
            editing={editing}
            edit={edit}
            onChoose={choose}
          >
            <VisionContext value={vision}>
              <Thread branch={branch} />
            </VisionContext>
          </ChatActionsProvider>
        )}
        <div className={styles.footer}>
          <div className={styles.column}>
            {(temporary || query.data?.expiresAt != null) && <p className={styles.temporary}>{t('welcome.temporaryOn')}</p>}
            {error !== null && (
              <p className={styles.problem} role="alert">
                <TriangleAlert size={16} aria-hidden="true" />
                {error instanceof Problem ? error.message : t('errors.unreachable')}
              </p>
            )}
            <Composer
              ref={composer}
              state={draft}
              model={model}
              measure={measure}
              answering={answering}
              followUp={id !== null}
              onSend={() => sendDraft(draft.draft)}
              onStop={stop}
              onEditLast={editLast}
            />
          </div>
        </div>
      </DropZone>
      {sharing && id !== null && (
        <Suspense fallback={null}>
          <ShareDialog conversation={id} message={leaf?.id ?? null} onClose={() => setSharing(false)} />
        </Suspense>
      )}
      {showParameters && (
        <Suspense fallback={null}>
          <ParametersPanel
            parameters={parameters}
            model={model}
            isNew={id === null}
            onChange={changeParameters}
            onClose={() => setShowParameters(false)}
          />
        </Suspense>
      )}
    </>
  );
}
