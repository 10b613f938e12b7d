export { AddAccountDialog, type AddAccountDialogProps } from './add-account-dialog.tsx';
export { UnlockForm, type UnlockFormProps } from './unlock-form.tsx';
