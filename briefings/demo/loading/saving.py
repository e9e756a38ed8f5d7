def saved(instance):
    """Clean (which sanitises rich text) and save, as a form does. Fields that no form shows are not cleaned."""
    instance.full_clean(exclude={field.name for field in instance._meta.fields if not field.editable})
    instance.save()
    return instance
