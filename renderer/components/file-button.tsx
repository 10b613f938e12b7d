/** Lets the user choose files. The input itself is what is focused, named and found; its label is drawn as a button. */
import type { ReactNode } from 'react';
import { useId } from 'react';
import { motion } from './styles.ts';

export interface FileButtonProps {
  /** Name for assistive technology. */
  label: string;
  /** What the button shows; the label where left out. */
  children?: ReactNode;
  icon?: ReactNode;
  /** As the file dialog takes it: `.pem,.crt`. */
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
  describedBy?: string;
}

export function FileButton(props: Readonly<FileButtonProps>) {
  const id = useId();
  return (
    <span className="relative inline-flex">
      <input
        id={id}
        type="file"
        aria-label={props.label}
        {...(props.accept ? { accept: props.accept } : {})}
        {...(props.describedBy ? { 'aria-describedby': props.describedBy } : {})}
        multiple={props.multiple ?? false}
        disabled={props.disabled ?? false}
        className="peer absolute inset-0 size-full opacity-0 outline-0"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = ''; // the same file may be chosen again
          if (files.length > 0) props.onFiles(files);
        }}
      />
      <label
        htmlFor={id}
        className={`relative inline-flex h-8 items-center gap-1.5 rounded-control border border-rule px-3 text-ui outline-indigo select-none hover:bg-indigo-wash peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-disabled:opacity-45 ${motion}`}
      >
        {props.icon}
        {props.children ?? props.label}
      </label>
    </span>
  );
}
