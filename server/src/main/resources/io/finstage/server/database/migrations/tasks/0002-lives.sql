-- Where lives of nodes get their numbers: those of tasks are for tasks, the first is 1.
${counter task_lives};
