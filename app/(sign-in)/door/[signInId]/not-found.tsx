import { DoorProblem } from '#components/door/door-problem.tsx';

export default function SignInNotFound() {
  return <DoorProblem why="not-found" />;
}
