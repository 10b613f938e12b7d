/** Ten stories that are played for real: the list, and the one that was played. */
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../../src/base/errors.ts';
import type { Played, SceneInfo } from '../../../../src/contract/lab/scene.ts';
import { Button, Notice } from '../../../components/index.ts';
import { useLabLink } from '../../../hooks/services.tsx';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useLabData } from '../../../hooks/use-lab-data.ts';
import { useLocalized } from '../use-lab-words.ts';
import { ScenePlayer } from './scene-player.tsx';

export function ScenesView() {
  const { t } = useTranslation('labScenes');
  const link = useLabLink();
  const explain = useExplain();
  const scenes = useLabData('lab.scenes', 'world');
  const [playing, setPlaying] = useState<number | null>(null);
  const [played, setPlayed] = useState<Played | null>(null);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const play = async (scene: number) => {
    setPlaying(scene);
    setPlayed(null);
    setFailure(null);
    try {
      setPlayed(await link.call('lab.play', { scene }));
    } catch (thrown) {
      setFailure(asMailError(thrown, 'lab.play').toValue());
    } finally {
      setPlaying(null);
    }
  };
  if (played !== null)
    return (
      <ScenePlayer
        key={played.scene.number}
        played={played}
        onList={() => setPlayed(null)}
        onAgain={() => void play(played.scene.number)}
      />
    );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-[760px] flex-col gap-4 px-8 pt-6 pb-12">
        <p className="text-reading text-ink-soft">{t('what')}</p>
        {failure === null ? null : (
          <Notice tone="error" helps={explain(failure).helps}>
            {explain(failure).what}
          </Notice>
        )}
        {scenes.state === 'failed' ? (
          <Notice tone="error" helps={explain(scenes.error).helps}>
            {explain(scenes.error).what}
          </Notice>
        ) : null}
        {scenes.state === 'ready' ? (
          <SceneList scenes={scenes.value} playing={playing} onPlay={(scene) => void play(scene)} />
        ) : null}
      </div>
    </div>
  );
}

interface SceneListProps {
  scenes: readonly SceneInfo[];
  playing: number | null;
  onPlay: (scene: number) => void;
}

function SceneList({ scenes, playing, onPlay }: Readonly<SceneListProps>) {
  const { t } = useTranslation('labScenes');
  const localized = useLocalized();
  return (
    <ol aria-label={t('label')} className="flex flex-col">
      {scenes.map((scene) => (
        <li key={scene.number} className="flex items-center gap-4 border-b border-rule py-3 last:border-0">
          <span aria-hidden className="tabular w-7 shrink-0 text-right text-subject text-ink-faint">
            {scene.number}
          </span>
          <div className="min-w-0 flex-1">
            <h2 className="text-reading font-semibold">{localized(scene.title)}</h2>
            <p className="text-ink-soft">{localized(scene.question)}</p>
          </div>
          <Button
            icon={<Play size={14} strokeWidth={1.5} aria-hidden />}
            label={t('playNamed', { number: scene.number, title: localized(scene.title) })}
            busy={playing === scene.number}
            disabled={playing !== null && playing !== scene.number}
            onPress={() => onPlay(scene.number)}
          >
            {playing === scene.number ? t('playing') : t('play')}
          </Button>
        </li>
      ))}
    </ol>
  );
}
