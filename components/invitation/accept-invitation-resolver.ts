import { zodResolver } from '@hookform/resolvers/zod';
import { acceptInvitationSchema } from '#lib/contracts/administrator.ts';

export const acceptInvitationResolver = zodResolver(acceptInvitationSchema.omit({ invitationToken: true }));
