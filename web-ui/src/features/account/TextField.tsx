import { type ComponentProps } from 'react';
import { Field } from '@/components/Field';

type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'id' | 'className'> & {
  label: string;
  help?: string;
  error?: string | undefined;
  onValue: (value: string) => void;
};

export function TextField({ label, help, error, onValue, ...rest }: TextFieldProps) {
  return (
    <Field label={label} error={error} {...(help !== undefined && { help })}>
      {(attributes) => <input {...rest} {...attributes} onChange={(event) => onValue(event.target.value)} />}
    </Field>
  );
}
