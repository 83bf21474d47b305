import { ArrowUp, Camera, ImagePlus, Square } from 'lucide-react';
import { type ChangeEvent, type ClipboardEvent, type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Measure, Model } from '@/api/types';
import { IconButton } from '@/components/Button';
import { useMediaQuery } from '@/lib/useMediaQuery';
import styles from './Composer.module.css';
import { DraftPictures } from './DraftPictures';
import { attachmentsOf, canSend, isUploading } from './draft';
import { imagesOf, PICTURE_TYPES } from './files';
import { MeasureNote } from './MeasureNote';
import type { DraftState } from './useDraft';
import { useGrowingBox } from './useGrowingHeight';

export interface ComposerHandle {
  focus: () => void;
}

interface ComposerProps {
  state: DraftState;
  model: Model | undefined;
  measure?: Measure | undefined;
  /** Whether an answer is being made, which Stop ends. */
  answering: boolean;
  followUp: boolean;
  onSend: () => void;
  onStop: () => void;
  /** Arrow up in an empty box. */
  onEditLast?: () => void;
  ref?: Ref<ComposerHandle>;
}

export function Composer({ state, model, measure, answering, followUp, onSend, onStop, onEditLast, ref }: ComposerProps) {
  const { t } = useTranslation();
  const { draft, addFiles, write } = state;
  const box = useGrowingBox(draft.text);
  const picker = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const touch = useMediaQuery('(pointer: coarse)');
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus() }), [box]);

  const readsPictures = model?.capabilities.pictures !== false;
  const textOnlyProblem = !readsPictures && attachmentsOf(draft).length > 0;
  const sendable = canSend(draft) && !answering && !textOnlyProblem && measure?.fits !== false;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey && !touch) {
      event.preventDefault();
      if (sendable) {
        onSend();
      }
    } else if (event.key === 'Escape' && answering) {
      onStop();
    } else if (event.key === 'ArrowUp' && draft.text === '' && onEditLast !== undefined) {
      event.preventDefault();
      onEditLast();
    }
  };

  const onPaste = (event: ClipboardEvent) => {
    const pictures = imagesOf(event.clipboardData.files);
    if (pictures.length > 0) {
      event.preventDefault();
      addFiles(pictures);
    }
  };

  const onPick = (event: ChangeEvent<HTMLInputElement>) => {
    addFiles(event.target.files ?? []);
    event.target.value = '';
    box.current?.focus();
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (sendable) {
          onSend();
        }
      }}
    >
      <DraftPictures state={state} />
      {textOnlyProblem && (
        <p className={styles.problem} role="alert">
          {t('composer.textOnly', { model: model.id })}
        </p>
      )}
      <textarea
        ref={box}
        id="message"
        className={styles.box}
        aria-label={t('composer.message')}
        placeholder={followUp ? t('composer.followUp') : t('composer.placeholder')}
        rows={1}
        value={draft.text}
        autoFocus={!touch}
        enterKeyHint={touch ? 'enter' : 'send'}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div className={styles.bar}>
        <input
          ref={picker}
          type="file"
          className="visually-hidden"
          accept={PICTURE_TYPES}
          multiple
          tabIndex={-1}
          aria-hidden="true"
          onChange={onPick}
        />
        <IconButton
          label={t('composer.attach')}
          icon={<ImagePlus size={20} />}
          disabled={!readsPictures}
          onClick={() => picker.current?.click()}
        />
        {touch && (
          <>
            {/* Not every phone's picker of pictures offers its camera. */}
            <input
              ref={camera}
              type="file"
              className="visually-hidden"
              accept="image/*"
              capture="environment"
              tabIndex={-1}
              aria-hidden="true"
              onChange={onPick}
            />
            <IconButton
              label={t('composer.camera')}
              icon={<Camera size={20} />}
              disabled={!readsPictures}
              onClick={() => camera.current?.click()}
            />
          </>
        )}
        <span className={styles.space}>{measure !== undefined && <MeasureNote measure={measure} />}</span>
        {answering ? (
          <IconButton kind="primary" label={t('composer.stop')} icon={<Square size={14} fill="currentColor" />} onClick={onStop} />
        ) : (
          <IconButton
            kind="primary"
            type="submit"
            label={t('composer.send')}
            icon={<ArrowUp size={20} />}
            disabled={!sendable}
            aria-describedby={isUploading(draft) ? 'composer-waiting' : undefined}
          />
        )}
        {isUploading(draft) && (
          <span id="composer-waiting" className="visually-hidden">
            {t('composer.waiting')}
          </span>
        )}
      </div>
    </form>
  );
}
