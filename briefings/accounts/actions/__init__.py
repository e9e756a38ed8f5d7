"""Imported together, so that every act knows its function."""

from . import account, deactivation, invitations, pasted_invitations
