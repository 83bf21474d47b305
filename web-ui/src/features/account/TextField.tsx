import { type ComponentProps } from 'react';
import { Field } from '@/components/Field';

type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'id' | 'className'> & {
  label: string;
  help?: string;
  onValue: (value: string) => void;
};

export function TextField({ label, help, onValue, ...rest }: TextFieldProps) {
  return (
    <Field label={label} {...(help !== undefined && { help })}>
      {(attributes) => <input {...rest} {...attributes} onChange={(event) => onValue(event.target.value)} />}
    </Field>
  );
}
