import { type ReactNode, useId } from 'react';
import field from './field.module.css';

interface FieldProps {
  label: string;
  help?: string;
  error?: string | undefined;
  children: (attributes: { id: string; className: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** A control with its label, its help and what is wrong with it. */
export function Field({ label, help, error, children }: FieldProps) {
  const id = useId();
  const about = [help !== undefined && `${id}-help`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: field.input ?? '',
        ...(about !== '' && { 'aria-describedby': about }),
        ...(error !== undefined && { 'aria-invalid': true }),
      })}
      {help !== undefined && (
        <p className={field.help} id={`${id}-help`}>
          {help}
        </p>
      )}
      {error !== undefined && (
        <p className={field.error} id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
