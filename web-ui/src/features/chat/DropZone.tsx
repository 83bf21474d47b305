import { type DragEvent, type ReactNode, useState } from 'react';
import { imagesOf } from '@/features/composer/files';
import styles from './chat.module.css';

interface DropZoneProps {
  className: string | undefined;
  label: string;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

/** Takes pictures that are dropped anywhere on it. The same can be done by the button, which is there for everyone. */
export function DropZone({ className, label, onFiles, children }: DropZoneProps) {
  const [depth, setDepth] = useState(0);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <div
      role="presentation"
      className={className}
      onDragEnter={(event) => hasFiles(event) && setDepth((now) => now + 1)}
      onDragLeave={(event) => hasFiles(event) && setDepth((now) => Math.max(0, now - 1))}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        setDepth(0);
        if (hasFiles(event)) {
          event.preventDefault();
          onFiles(imagesOf(event.dataTransfer.files));
        }
      }}
    >
      {children}
      {depth > 0 && <div className={styles.drop}>{label}</div>}
    </div>
  );
}
