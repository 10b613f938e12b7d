export { chooseText } from './choose-text.ts';
export { openImap } from './open.ts';
export type {
  Appended,
  AttachmentInfo,
  Envelope,
  FlagChange,
  FlagReport,
  FlagState,
  Folder,
  FolderStatus,
  ImapLimits,
  ImapOptions,
  ImapSession,
  News,
  PartNode,
  PreviewItem,
  Selected,
  Summary,
  TextChoice,
  TextPart,
} from './types.ts';
