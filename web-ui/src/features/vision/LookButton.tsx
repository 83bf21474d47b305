import { ScanEye } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import { useModels } from '@/features/models/useModels';
import { picturesBefore, useVision, type Vision } from './VisionContext';

const AttentionView = lazy(() => import('./AttentionView'));

/** Shows where the model looked, for an answer about pictures of a model that can tell. */
export function LookButton(props: { message: Message; text: string }) {
  const vision = useVision();
  return vision !== null && props.text !== '' && <Look {...props} vision={vision} />;
}

function Look({ message, text, vision }: { message: Message; text: string; vision: Vision }) {
  const { t } = useTranslation();
  const models = useModels();
  const [opened, setOpened] = useState(false);
  const [open, setOpen] = useState(false);
  const model = models.data?.find((each) => each.id === message.generation?.model);
  if (model?.capabilities.attention !== true) {
    return null;
  }
  const pictures = picturesBefore(vision, message);
  if (pictures.length === 0) {
    return null;
  }
  const show = () => {
    setOpened(true);
    setOpen(true);
  };
  return (
    <>
      <IconButton size="small" label={t('pictures.look')} icon={<ScanEye size={16} />} onClick={show} />
      {opened && (
        <Suspense fallback={null}>
          <AttentionView conversation={vision.conversation} answer={message} text={text} pictures={pictures} open={open} onOpen={setOpen} />
        </Suspense>
      )}
    </>
  );
}
