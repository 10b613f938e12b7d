/** A sheet above the page for a task with a beginning and an end. Errors do not open one: they stand where they belong. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from './icon-button.tsx';

const widths = { narrow: 'max-w-[440px]', normal: 'max-w-[600px]', wide: 'max-w-[960px]' } as const;

export interface DialogProps {
  title: string;
  open: boolean;
  /** Asked to close: by Escape, by the cross. */
  onClose: () => void;
  width?: keyof typeof widths;
  /** Whether a click beside it closes it; not for what can lose typed text. */
  dismissable?: boolean;
  children: ReactNode;
  /** Buttons, at the foot, always in sight. */
  footer?: ReactNode;
}

export function Dialog(props: Readonly<DialogProps>) {
  const { title, open, onClose, width = 'normal', dismissable = false, children, footer } = props;
  const { t } = useTranslation('components');
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      isDismissable={dismissable}
      className="fixed inset-0 z-40 flex items-center justify-center bg-black/35 p-4 data-entering:animate-none"
    >
      <Modal
        className={`flex max-h-full w-full flex-col overflow-hidden rounded-dialog border border-rule bg-sheet text-ink shadow-[0_16px_48px_rgb(0_0_0/0.28)] ${widths[width]}`}
      >
        <AriaDialog className="flex min-h-0 flex-1 flex-col outline-0">
          <header className="flex items-center justify-between gap-4 border-b border-rule py-2.5 pr-3 pl-6">
            <Heading slot="title" className="truncate text-[15px] font-semibold">
              {title}
            </Heading>
            <IconButton icon={X} name={t('close')} onPress={onClose} />
          </header>
          <div className="flex min-h-0 flex-1 flex-col overflow-auto">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-rule px-6 py-3">
              {footer}
            </footer>
          ) : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
