"""What acts need: asked by the acts themselves, and beforehand by the pages that offer them or say why they do not."""

from django.core.exceptions import PermissionDenied, ValidationError


class Conditions(dict):
    """{name of an act: its conditions, in the order in which they are asked}.

    A condition is called with a case (who, and what it is about). It raises what stands in the way: PermissionDenied
    because of who asks, ValidationError for anybody just now.
    """

    def require(self, case, act):
        for condition in self[act]:
            condition(case)

    def reason(self, case, act):
        """What the act would refuse, as the exception that it would raise; None if it would not."""
        try:
            self.require(case, act)
        except (PermissionDenied, ValidationError) as reason:
            return reason
        return None

    def available(self, case):
        """Names of the acts that nothing stands in the way of, in the order in which they are offered."""
        return [act for act in self if self.reason(case, act) is None]
